/** Tests of the history. */
@NullMarked
package dev.tallyman.history;

import org.jspecify.annotations.NullMarked;
