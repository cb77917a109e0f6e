package dev.tallyman.workers;

/**
 * What a process takes of the machine.
 *
 * <p>Threading: immutable.
 *
 * @param cpuSeconds the time of processors that it has taken since its start
 * @param cpuRatio how much of a processor it takes now, 1 being all of one; NaN if it was looked at
 *     for the first time
 * @param memoryBytes what it holds in memory
 */
record Usage(double cpuSeconds, double cpuRatio, long memoryBytes) {}
