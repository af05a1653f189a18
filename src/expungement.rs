//! Where each conviction of one person stands towards expungement (xóa án tích).
