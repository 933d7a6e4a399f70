-- A row holds several lines that were written at once: its kind is 'lines', its time that of the first, and its detail one a row of text,
-- microseconds since the first, kind and detail with tabs between them (backslash, tab and line feed of a text as \\, \t and \n).
alter table ledger_event alter column detail set data type varchar(100000);
