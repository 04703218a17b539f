"""The last module that the fork server imports: from then on nothing of what it imported is collected.

A collection of all imported modules takes longer than the rest of a worker's start. The fork server makes it
once, and each forked worker inherits the result.
"""

from soulter.core.telemetry import gc_tuning

gc_tuning.leave_alone_what_is()
