/** Tests of what is known of workers. */
@NullMarked
package dev.tallyman.workers;

import org.jspecify.annotations.NullMarked;
