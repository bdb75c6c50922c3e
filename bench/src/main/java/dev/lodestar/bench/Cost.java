package dev.lodestar.bench;

/**
 * What a run took: seconds on the clock, seconds of processor time, and the most memory it held.
 */
record Cost(double wallSeconds, double cpuSeconds, long peakMegabytes) {}
