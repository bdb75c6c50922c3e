package dev.lodestar.sql;

/** What is wrong, and what to do about it. */
record Said(String message, String advice) {}
