DELETE FROM staged_ticket;
