/** Tests of the scan. */
@NullMarked
package dev.tallyman.scan;

import org.jspecify.annotations.NullMarked;
