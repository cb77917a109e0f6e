package dev.tallyman.examples.bricklayers;

import java.nio.file.Path;

/**
 * A job that this worker has taken from the queue.
 *
 * <p>Threading: immutable.
 *
 * @param id the job's
 * @param file the name of the uploaded file
 * @param attempt how many workers have taken the job, this one included
 * @param ticket the job's file in the queue
 */
record Claim(String id, String file, int attempt, Path ticket) {}
