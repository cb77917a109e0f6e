/**
 * Bricklayers in small: takes G-code for 3D printers, makes every second inner wall lie half a
 * layer higher, as bricks do, and hands the file back.
 *
 * <p>{@code Bricklayers} puts it together. {@code Uploads} and {@code Downloads} are what users
 * see, {@code JobQueue} and {@code JobRunner} do the work, {@code Bricklaying} is the work, and
 * {@code Cleaner} takes away what nobody needs any more. {@code Printers} are the visitors.
 *
 * <p>Whatever outlives a request is a file below the directory that all workers share. It changes
 * its state by being renamed, which either happens or does not: so a worker may be killed at any
 * moment, and what it held is found by another.
 */
@NullMarked
package dev.tallyman.examples.bricklayers;

import org.jspecify.annotations.NullMarked;
