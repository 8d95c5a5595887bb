"""Loads the .NET runtime and Engram into this process (https://github.com/dotnet/runtime/blob/main/docs/design/features/native-hosting.md)."""

import ctypes
import os
import re
import shutil
import signal
import sys
import threading

from ._errors import EngramError

_BORDER = 1
_PROGRAM = "Engram.App.dll"
_WINDOWS = os.name == "nt"
_ASSEMBLY = "Engram.App.Interop.Exports, Engram.App"
_GET_FUNCTION_POINTER = 6
_UNMANAGED_CALLERS_ONLY = ctypes.c_void_p(-1)
_SITE = "https://dotnet.microsoft.com/download/dotnet/10.0"
_lock = threading.Lock()
_host = None

TELL = ctypes.CFUNCTYPE(None, ctypes.c_longlong, ctypes.c_void_p, ctypes.c_int)


class CallRequest(ctypes.Structure):
    """As `CallRequest` in src/Engram.App/Interop."""

    _fields_ = [
        ("question", ctypes.c_char_p),
        ("question_length", ctypes.c_int),
        ("code", ctypes.c_int),
        ("ticket", ctypes.c_longlong),
        ("tell", TELL),
        ("answer", ctypes.c_void_p),
        ("answer_length", ctypes.c_int),
        ("fault", ctypes.c_int),
    ]


class FillRequest(ctypes.Structure):
    """As `FillRequest` in src/Engram.App/Interop."""

    _fields_ = [
        ("task", ctypes.c_void_p),
        *((name, ctypes.c_int) for name in ("task_length", "trials", "steps", "inputs", "outputs", "periods", "factors", "purpose")),
        ("seed", ctypes.c_ulonglong),
        ("block", ctypes.c_longlong),
        ("sample", ctypes.c_double),
        ("lengths", ctypes.POINTER(ctypes.c_longlong)),
        ("bounds", ctypes.POINTER(ctypes.c_longlong)),
        ("values", ctypes.POINTER(ctypes.c_double)),
        *((name, ctypes.POINTER(ctypes.c_float)) for name in ("input", "target", "mask")),
        ("condition", ctypes.POINTER(ctypes.c_longlong)),
        ("answer", ctypes.POINTER(ctypes.c_longlong)),
    ]


FILL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(FillRequest))


class Host:
    """The functions of Engram in this process."""

    def __init__(self, get):
        start = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_int))(get("Start"))
        self.call = ctypes.CFUNCTYPE(None, ctypes.POINTER(CallRequest))(get("Call"))
        self.cancel = ctypes.CFUNCTYPE(None, ctypes.c_longlong)(get("Cancel"))
        self.free = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(get("Free"))
        self.release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(get("Release"))
        self.tasks = ctypes.CFUNCTYPE(None, FILL)(get("Tasks"))
        text, length = ctypes.c_void_p(), ctypes.c_int()
        border = start(ctypes.byref(text), ctypes.byref(length))
        if text.value:
            sentence = ctypes.string_at(text, length.value).decode()
            self.free(text)
            raise EngramError(sentence)
        if border != _BORDER:
            raise EngramError(
                "this package and the Engram program that it found do not fit together. Install the package again: pip install ./python")


def host():
    """Engram, loaded at the first call."""
    global _host
    with _lock:
        if _host is None:
            _host = _load()
            _host.process = os.getpid()
        if _host.process != os.getpid():
            raise EngramError(
                "this process was forked from one that uses Engram, and .NET does not live on in a fork. Start processes anew instead: "
                "multiprocessing.get_context('spawn').")
        return _host


def program():
    """The folder of the program: ENGRAM_PROGRAM, or what was installed with this package."""
    folder = os.environ.get("ENGRAM_PROGRAM") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "program")
    if not os.path.isfile(os.path.join(folder, _PROGRAM)):
        raise EngramError(
            f"there is no {_PROGRAM} in '{folder}'. Install the package with `pip install ./python` in Engram's repository, which builds it.")
    return os.path.abspath(folder)


def _dotnet_roots():
    if os.environ.get("DOTNET_ROOT"):
        yield os.environ["DOTNET_ROOT"]
    on_path = shutil.which("dotnet")
    if on_path:
        yield os.path.dirname(os.path.realpath(on_path))
    try:
        with open("/etc/dotnet/install_location", encoding="utf-8") as file:
            yield file.readline().strip()
    except OSError:
        pass
    yield os.path.join(os.path.expanduser("~"), ".dotnet")
    yield from ("/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet")
    if _WINDOWS:
        yield os.path.join(os.environ.get("ProgramFiles", r"C:\Program Files"), "dotnet")


def _hostfxr():
    name = "hostfxr.dll" if _WINDOWS else "libhostfxr.dylib" if sys.platform == "darwin" else "libhostfxr.so"
    for root in _dotnet_roots():
        folder = os.path.join(root, "host", "fxr")
        try:
            versions = os.listdir(folder)
        except OSError:
            continue
        for version in sorted(versions, key=lambda text: [int(part) for part in re.findall(r"\d+", text)], reverse=True):
            path = os.path.join(folder, version, name)
            if os.path.isfile(path):
                return root, path
    raise EngramError(
        f"the .NET runtime 10 is needed and was not found. Install it from {_SITE}, or set DOTNET_ROOT to the folder where it is.")


def _load():
    folder = program()
    root, path = _hostfxr()
    fxr = ctypes.CDLL(path)
    char = ctypes.c_wchar_p if _WINDOWS else ctypes.c_char_p
    encode = (lambda text: text) if _WINDOWS else os.fsencode

    class Parameters(ctypes.Structure):
        _fields_ = [("size", ctypes.c_size_t), ("host_path", char), ("dotnet_root", char)]

    said = []
    writer_type = ctypes.CFUNCTYPE(None, char)
    writer = writer_type(lambda text: said.append(text if _WINDOWS else text.decode(errors="replace")))
    fxr.hostfxr_set_error_writer.restype = ctypes.c_void_p
    fxr.hostfxr_set_error_writer(writer)
    context = ctypes.c_void_p()
    words = (char * 1)(encode(os.path.join(folder, _PROGRAM)))
    parameters = Parameters(ctypes.sizeof(Parameters), encode(sys.executable or "python"), encode(root))
    code = fxr.hostfxr_initialize_for_dotnet_command_line(1, words, ctypes.byref(parameters), ctypes.byref(context))
    if code != 0 or not context.value:
        raise EngramError(_refused(code, said))
    get_type = ctypes.CFUNCTYPE(ctypes.c_int, char, char, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
    pointer = ctypes.c_void_p()
    # The runtime puts handlers of its own on signals; those of Python must stay, or Ctrl-C would end the interpreter.
    kept = _python_handlers()
    code = fxr.hostfxr_get_runtime_delegate(context, _GET_FUNCTION_POINTER, ctypes.byref(pointer))
    if code == 0:
        get = get_type(pointer.value)

        def find(name):
            function = ctypes.c_void_p()
            wrong = get(encode(_ASSEMBLY), encode(name), _UNMANAGED_CALLERS_ONLY, None, None, ctypes.byref(function))
            if wrong != 0:
                raise EngramError(f"Engram's program in '{folder}' has no function {name} (0x{wrong & 0xffffffff:08x}). Install the package again.")
            return function.value

        loaded = Host(find)
    fxr.hostfxr_set_error_writer(None)
    fxr.hostfxr_close(context)
    _restore(kept)
    if code != 0:
        raise EngramError(_refused(code, said))
    return loaded


def _refused(code, said):
    if (code & 0xffffffff) == 0x80008096:
        return f"the .NET runtime 10 is needed, and only other versions were found. Install it from {_SITE}. {' '.join(said)}".strip()
    if code > 0:
        return "another program has loaded .NET into this Python already. Import and use engram first, in a fresh interpreter."
    return f"the .NET runtime could not be loaded (0x{code & 0xffffffff:08x}). {' '.join(said)}".strip()


def _python_handlers():
    if threading.current_thread() is not threading.main_thread():
        return {}
    names = [name for name in ("SIGINT", "SIGTERM", "SIGQUIT") if hasattr(signal, name)]
    return {getattr(signal, name): signal.getsignal(getattr(signal, name)) for name in names}


def _restore(kept):
    for number, handler in kept.items():
        if handler is not None:
            signal.signal(number, handler)
