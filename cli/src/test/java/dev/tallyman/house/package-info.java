/** The rules of the house, held against every Java file of the repository. */
@NullMarked
package dev.tallyman.house;

import org.jspecify.annotations.NullMarked;
