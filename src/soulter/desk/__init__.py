"""Read models of the front desk: board, day, vacancies, guests."""
