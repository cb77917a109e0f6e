/** Tests of the JVM's metrics, beside client_java's. */
@NullMarked
package dev.tallyman.agent.inside.jvm;

import org.jspecify.annotations.NullMarked;
