"""What the extension is made of, read from the library's own files, so that nothing is listed twice: its sources and tables from
Makefile.am, what it links from configure.ac, its declarations from the public headers. Knows no chemistry and no Python of the
package."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _variable(name):
    """The words of a variable of Makefile.am."""
    text = (ROOT / "Makefile.am").read_text().replace("\\\n", " ")
    found = re.search(rf"^{name} = (.*)$", text, re.M)
    if not found:
        raise SystemExit(f"python: Makefile.am has no {name}; the sources are not whole")
    return found.group(1).split()


def c_files():
    """The library's C files."""
    return [str(ROOT / word) for word in _variable("libinterphase_la_SOURCES") if word.endswith(".c")]


def tables():
    """The tables that are shipped."""
    return [ROOT / word for word in _variable("dist_datasets_DATA")]


def version():
    """Major, minor and patch as configure.ac has them."""
    text = (ROOT / "configure.ac").read_text()
    return [re.search(rf"m4_define\(\[ip_version_{part}\], \[(\d+)\]\)", text).group(1) for part in ("major", "minor", "patch")]


def _asked(*arguments):
    return subprocess.run(["pkg-config", *arguments], check=True, capture_output=True, text=True).stdout.split()


def flags():
    """What compiling and linking take for the libraries that libinterphase_la_LIBADD names."""
    configure = (ROOT / "configure.ac").read_text()
    compiling, linking = [], []
    for word in _variable("libinterphase_la_LIBADD"):
        name = re.fullmatch(r"\$\((\w+)_LIBS\)", word).group(1)
        module = re.search(rf"PKG_CHECK_MODULES\(\[{name}\], \[(\S+?)[ \]]", configure)
        if module:
            compiling += _asked("--cflags", module.group(1))
            linking += _asked("--libs", module.group(1))
        else:
            linking.append(re.search(rf"\[{name}_LIBS=(-l\w+)[,\]]", configure).group(1))
    return compiling, linking + ["-lm", "-lpthread"]


def write_version_header(folder):
    """version.h as configure makes it, in `folder`/interphase; returns the folder to include from."""
    major, minor, patch = version()
    text = (ROOT / "include/interphase/version.h.in").read_text()
    for word, value in (("PACKAGE_VERSION", f"{major}.{minor}.{patch}"), ("VERSION_MAJOR", major), ("VERSION_MINOR", minor),
                        ("VERSION_PATCH", patch)):
        text = text.replace(f"@{word}@", value)
    place = Path(folder) / "interphase"
    place.mkdir(parents=True, exist_ok=True)
    (place / "version.h").write_text(text)
    return str(folder)


def _without_bodies(text):
    """Functions that are defined in headers, as declarations."""
    out, depth = [], 0
    for piece in re.split(r"(static inline [^{;]*\{|[{}])", text):
        if depth:
            depth += piece.endswith("{") - (piece == "}")
        elif piece.startswith("static inline"):
            out.append(piece[len("static inline "):-1].rstrip() + ";")
            depth = 1
        else:
            out.append(piece)
    return "".join(out)


def _constants(folder):
    """Numbers that headers define by name."""
    found = []
    for header in sorted((ROOT / "include/interphase").glob("*.h*")):
        for name, value in re.findall(r"^#define (IP_\w+) +(\S.*?)(?: */\*.*)?$", header.read_text(), re.M):
            number = value.strip("()")
            if re.fullmatch(r"-?\d+|[A-Z0-9]+_MIN", number):
                found.append(f"#define {name} ...")
            elif re.fullmatch(r"-?(\d+\.\d*|\d*\.?\d+e-?\d+)", number):
                found.append(f"static const double {name};")
    return found


def declarations(compiler, folder):
    """What the public headers declare, for cffi. `folder` holds version.h."""
    made = subprocess.run([*compiler, "-E", "-I", folder, "-I", str(ROOT / "include"), "-"], check=True, capture_output=True,
                          text=True, input="#include <interphase/interphase.h>\n").stdout
    kept, is_own = [], False
    for line in made.splitlines():
        marker = re.match(r'# \d+ "(.*?)"', line)
        if marker:
            is_own = "/interphase/" in marker.group(1)
        elif is_own:
            kept.append(line)
    text = re.sub(r"__attribute__\(\((?:[^()]|\([^()]*\))*\)\)", "", "\n".join(kept))
    # cffi gives the address of what is no constant only.
    text = _without_bodies(text).replace("_Bool", "bool").replace("extern const ", "extern ")
    return "\n".join([*_constants(folder), text])


def declarations_of(text):
    """What a file of static functions has, its structs without their members."""
    structs = [f"typedef struct {name} {name};" for name in re.findall(r"^typedef struct (\w+) \{", text, re.M)]
    functions = [f"{found};" for found in re.findall(r"^static ([^;{]*\)) \{", text, re.M)]
    return "\n".join(structs + functions)


def callbacks_of(text):
    """The functions that a file names for the interpreter to define."""
    return "\n".join(re.findall(r"^ \* python: (.*;)$", text, re.M))
