"""Builds the package `interphase`: the library's own sources compiled into one extension, and the shipped tables beside it."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import sources  # noqa: E402

# Where programs of the system find the tables; the package has its own, and looks there last.
SYSTEM_TABLES = '"/usr/share/interphase/datasets"'


def compile_side_by_side(compiler):
    """Lets a compiler work on as many files at a time as there are processors."""
    def compile_all(sources, output_dir=None, macros=None, include_dirs=None, debug=0, extra_preargs=None, extra_postargs=None,
                    depends=None):
        macros, objects, extra, options, build = compiler._setup_compile(output_dir, macros, include_dirs, sources, depends,
                                                                         extra_postargs)
        arguments = compiler._get_cc_args(options, debug, extra_preargs)
        with ThreadPoolExecutor(cpu_count()) as pool:
            list(pool.map(lambda made: compiler._compile(made, *build[made], arguments, extra, options),
                          [made for made in objects if made in build]))
        return objects
    compiler.compile = compile_all


class BuildLibrary(build_ext):
    """Writes the extension's C file from the public headers, compiles it with the library, then describes the results."""

    def build_extension(self, extension):
        from cffi import FFI
        made = Path(self.build_temp).resolve()
        versions = sources.write_version_header(made / "include")
        compiler = [word for word in self.compiler.compiler if not word.startswith("-")]
        adapters = (HERE / "adapters.h").read_text()
        maker = FFI()
        maker.cdef(sources.declarations(compiler, versions), override=True)
        maker.cdef(sources.declarations_of(adapters))
        maker.cdef('extern "Python" {' + sources.callbacks_of(adapters) + "}")
        maker.set_source(extension.name, f"#include <interphase/interphase.h>\n{adapters}")
        c_file = made / "interphase.c"
        maker.emit_c_code(str(c_file))
        compiling, linking = sources.flags()
        extension.sources = [str(c_file), *sources.c_files()]
        extension.depends = [str(path) for path in (sources.ROOT / "include/interphase").glob("*.h")]
        extension.include_dirs = [versions, str(sources.ROOT / "include"), str(sources.ROOT / "src")]
        extension.define_macros = [("_GNU_SOURCE", "1"), ("INSTALLED_DATASETS", SYSTEM_TABLES)]
        extension.extra_compile_args = ["-std=c11", "-fvisibility=hidden", "-Wno-discarded-qualifiers", *compiling]
        extension.extra_link_args = linking
        compile_side_by_side(self.compiler)
        super().build_extension(extension)

    def run(self):
        super().run()
        if not self.inplace:
            package = Path(self.build_lib).resolve()
            subprocess.run([sys.executable, str(HERE / "stub.py"), str(package)], check=True)


class BuildPackage(build_py):
    """Puts the tables where the library looks for what was installed with it: share/ beside the folder of its own file."""

    def run(self):
        super().run()
        place = Path(self.build_lib) / "interphase/share/interphase/datasets"
        place.mkdir(parents=True, exist_ok=True)
        for table in sources.tables():
            shutil.copy(table, place)


setup(
    name="interphase",
    version=".".join(sources.version()),
    description="Thermodynamic stability of battery materials and of their interfaces",
    license="see COPYING",
    python_requires=">=3.9",
    install_requires=["cffi", "numpy"],
    extras_require={"pandas": ["pandas"], "pymatgen": ["pymatgen"]},
    packages=["interphase", "interphase.lib"],
    package_data={"interphase": ["py.typed"]},
    ext_modules=[Extension("interphase.lib._interphase", [])],
    cmdclass={"build_ext": BuildLibrary, "build_py": BuildPackage},
    zip_safe=False,
)
