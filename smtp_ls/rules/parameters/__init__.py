"""Extensions and the parameters that they bring."""
