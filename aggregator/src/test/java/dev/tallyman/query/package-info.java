/** Tests of the queries. */
@NullMarked
package dev.tallyman.query;

import org.jspecify.annotations.NullMarked;
