package dev.tallyman.model;

import java.util.UUID;

/**
 * Which file of which worker: a worker whose file was removed under it carries on in another one,
 * and that has all that was counted in those before.
 *
 * <p>Threading: immutable.
 *
 * @param origin the random id of the worker's first file
 * @param generation how many files of the worker there were before
 */
public record FileId(UUID origin, long generation) {}
