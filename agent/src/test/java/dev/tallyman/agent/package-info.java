/** The agent in JVMs that know nothing of it. */
@NullMarked
package dev.tallyman.agent;

import org.jspecify.annotations.NullMarked;
