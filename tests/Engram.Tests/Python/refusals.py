"""What is refused, and with which words."""

import engram


def refused(cases):
    """Each case is a call, and a part of the sentence with which it is refused."""
    for wrong, said in cases:
        try:
            wrong()
        except engram.EngramInputError as fault:
            assert said in str(fault), str(fault)
        else:
            raise AssertionError(said)
