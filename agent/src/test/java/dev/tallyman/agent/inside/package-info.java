/** Tests of the agent's inside. */
@NullMarked
package dev.tallyman.agent.inside;

import org.jspecify.annotations.NullMarked;
