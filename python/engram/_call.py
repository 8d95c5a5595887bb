"""Calls into Engram: questions, progress, Ctrl-C, answers, arrays."""

import ctypes
import itertools
import json
import re
import shutil
import sys
import threading
import weakref

import numpy as np

from . import _errors
from ._host import TELL, CallRequest, host

_tickets = itertools.count(1)
_faults = {}
_fault_numbers = itertools.count(1)
_DTYPES = {"f4": ctypes.c_float, "f8": ctypes.c_double, "i8": ctypes.c_longlong}
_NAME = "engram: "
_GLANCE, _PATIENCE = 0.5, 0.05


class Reporter:
    """Shows what Engram tells while it works: one line that is written anew, in a terminal as in a notebook."""

    def __init__(self, stream=None):
        self.stream = sys.stderr if stream is None else stream
        self.width = 0
        self.held = []

    def __call__(self, text):
        # Notebooks know the carriage return, and not the sequence that clears the rest of a line.
        for part in re.findall(r"\r?[^\r\n]*\n?", text.replace("\x1b[K", "")):
            if part.startswith(_NAME):
                self.held.append(part)
            elif part:
                self.release()
                self.show(part)
        self.stream.flush()

    def show(self, part):
        again, line = part.startswith("\r"), part.strip("\r\n")
        if line:
            self.stream.write(("\r" if again else "") + line.ljust(self.width if again else 0))
            self.width = len(line)
        if part.endswith("\n"):
            self.stream.write("\n")
            self.width = 0

    def release(self):
        """Shows the notices that were held back: those at the end may be what an exception will say."""
        for notice in self.held:
            self.show(_errors.in_python(notice))
        self.held = []


def silent(text):
    """Shows nothing."""


def note_fault(fault):
    """Keeps an exception of Python code that Engram called; the number is for Engram to carry back."""
    number = next(_fault_numbers)
    _faults[number] = fault
    return number


def _reporter(progress):
    if progress is True or progress is None:
        return Reporter()
    return progress if callable(progress) else silent


def _width():
    return min(200, shutil.get_terminal_size((100, 20)).columns)


def ask(question, progress=False):
    """Asks, waits, and gives (exit code, answer). Ctrl-C asks Engram to stop at a safe point; a second one does not wait for it."""
    engram = host()
    ticket = next(_tickets)
    report = _reporter(progress)
    broken = []

    @TELL
    def tell(_, text, length):
        try:
            report(ctypes.string_at(text, length).decode(errors="replace"))
        except BaseException as fault:  # nothing may cross the border
            if not broken:
                broken.append(fault)
                engram.cancel(ticket)

    if report is not silent:
        question = dict(question, width=_width())
    body = json.dumps(question).encode()
    request = CallRequest(body, len(body), 0, ticket, tell, None, 0, 0)
    ended = threading.Event()

    def work():
        try:
            engram.call(ctypes.byref(request))
        finally:
            ended.set()

    # A thread of its own, so that this one can take Ctrl-C: while it waits for Engram, Python handles no signal.
    worker = threading.Thread(target=work, name="engram", daemon=True)
    worker.start()
    stopped = False
    while True:
        try:
            if ended.wait(_PATIENCE if stopped else _GLANCE):
                break
            if stopped:
                engram.cancel(ticket)
        except KeyboardInterrupt:
            if stopped:
                raise
            stopped = True
            engram.cancel(ticket)
    code, text = _answered(engram, request, broken)
    if stopped:
        answer = parsed(text) if text else {}
        raise _errors.Interrupted(_stopped(answer), answer.get("run"))
    return code, text


def answer(question, progress=False):
    """Asks for a JSON object, and raises where it says that something failed."""
    report = _reporter(progress)
    code, text = ask(question, report)
    found = parsed(text) if text else {}
    if "faults" in found or not text:
        raise _errors.of_answer(found, code)
    if isinstance(report, Reporter):
        report.release()
    return code, found


def command(words, progress=False, task=None, files=()):
    """Runs a command of the program; gives (exit code, its JSON answer). `task` declares a task in Python; `files` are C# files."""
    quiet = [] if _reporter(progress) is not silent else ["--quiet"]
    return answer({"words": [*words, *(f"--with={file}" for file in files), "--json", *quiet], **({} if task is None else {"task": task})}, progress)


def printed(words):
    """Runs a command of the program; gives what it prints for people."""
    code, text = ask({"words": list(words)})
    if code == 2:
        # Asked as JSON, it says what is wrong.
        command(words)
    return text


def parsed(text):
    return json.loads(text)


def arrays(described):
    """The arrays that an answer describes, where they lie in Engram's memory: it is given back when the last view is gone."""
    engram = host()
    found = {}
    for one in described:
        kind, shape = _DTYPES[one["type"]], tuple(one["shape"])
        size = int(np.prod(shape, dtype=np.int64))
        memory = (kind * size).from_address(one["address"])
        weakref.finalize(memory, engram.release, one["handle"]).atexit = False
        found[one["name"]] = np.frombuffer(memory, dtype=np.dtype(kind), count=size).reshape(shape) if size else np.empty(shape, np.dtype(kind))
    return found


def _stopped(answer):
    if answer.get("run"):
        return f"stopped at a safe point; to go on: engram.resume({answer['run']!r})"
    return "interrupted."


def _answered(engram, request, broken):
    text = ""
    if request.answer:
        text = ctypes.string_at(request.answer, request.answer_length).decode()
        engram.free(request.answer)
        request.answer = None
    fault = _faults.pop(request.fault, None) if request.fault else None
    if fault is not None:
        raise fault
    if broken:
        raise broken[0]
    return request.code, text
