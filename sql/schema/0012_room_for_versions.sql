-- Room on each page for the versions of a second or two: a series that speaks every second is updated as often, a refresh of a
-- second keeps the old versions alive meanwhile, and a page without room makes every update write the index too.
ALTER TABLE state.latest SET (fillfactor = 15);
