/** Tests of the laws. */
@NullMarked
package dev.tallyman.merge;

import org.jspecify.annotations.NullMarked;
