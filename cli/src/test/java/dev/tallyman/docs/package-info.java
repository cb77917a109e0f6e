/** The documents say what is true. */
@NullMarked
package dev.tallyman.docs;

import org.jspecify.annotations.NullMarked;
