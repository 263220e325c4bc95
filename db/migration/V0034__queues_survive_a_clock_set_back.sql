-- When a queue was last asked for a slot, or slowed down: a clock that was set back shows by it.
alter table aws_call_queue add column asked_at timestamptz;

-- What is there may have been written by a process whose clock was ahead, and would hold up all.
truncate aws_call_queue;
