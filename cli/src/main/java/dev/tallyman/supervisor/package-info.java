/**
 * Keeps a fleet up: one aggregator and N workers, each a real process of its own.
 *
 * <p>May import nothing but the JDK: it knows commands, not metrics. One thread, the loop of {@link
 * dev.tallyman.supervisor.Supervisor}, owns every state; signals, exits and readiness reach it as
 * actions in its queue. Failure of a process is what the room is for and never an exception; {@link
 * dev.tallyman.supervisor.RefusedException} is what it refuses before anything was started.
 */
@NullMarked
package dev.tallyman.supervisor;

import org.jspecify.annotations.NullMarked;
