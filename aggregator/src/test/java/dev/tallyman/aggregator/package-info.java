/** Tests of the whole road: real workers, real files, real scrapes. */
@NullMarked
package dev.tallyman.aggregator;

import org.jspecify.annotations.NullMarked;
