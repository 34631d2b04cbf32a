"""What caseworkers do by hand: notes, mails, who has a case, what needs attention."""
