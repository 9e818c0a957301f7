"""Long work: in a thread of its own, while the calling one watches it, shows how far it is, and can be interrupted."""

import sys
import threading

from .library import ffi, lib

_LOOK_EVERY = 0.1  # s


class Watch:
    """Work that may be asked to stop; `done` counts its items."""

    def __init__(self):
        self.native = ffi.gc(lib.python_watch_new(), lib.python_watch_free)

    def stop(self):
        lib.python_watch_stop(self.native)

    @property
    def done(self):
        return lib.python_watch_done(self.native)


def progress_line(what):
    """Shows how far something is, on one line of standard error."""
    def show(done, total):
        share = 100 * done // total if total else 100
        sys.stderr.write(f"\r{what}: {done:,} of {total:,} ({share} %)" + ("\n" if done >= total else ""))
        sys.stderr.flush()
    return show


def watched(work, watch, *, total=0, progress=False, what="rows"):
    """What `work()` returns. `progress` is True for a line on standard error, or is called as progress(done, total). An
    interruption stops the work, waits for its threads, and goes on to the caller."""
    show = progress if callable(progress) else progress_line(what) if progress else None
    made = {}

    def run():
        try:
            made["value"] = work()
        except BaseException as error:  # of another thread: raised where it was asked for
            made["error"] = error
        finally:
            lib.ip_solver_end_thread()

    thread = threading.Thread(target=run, name="interphase", daemon=True)
    thread.start()
    shown = -1
    try:
        while thread.is_alive():
            thread.join(_LOOK_EVERY)
            if show and watch.done != shown:
                shown = watch.done
                show(shown, total)
    except BaseException:
        watch.stop()
        thread.join()
        raise
    if "error" in made:
        raise made["error"]
    return made["value"]
