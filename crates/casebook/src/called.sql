-- What incidents are called, side by side: the rows that they stand in are long.
CREATE INDEX incidents_called ON incidents (id, places, actors);
