/**
 * Digital Actors in small: people talk over WebSockets with characters in scenes, who think with
 * language models and answer in speech.
 *
 * <p>Models and voice are simulated; sessions, messages and the history of what was said, in a
 * database that all workers share, are real. {@code ChatSession} and {@code Dialogue} are where
 * things are measured.
 */
@NullMarked
package dev.tallyman.examples.digitalactors;

import org.jspecify.annotations.NullMarked;
