/** Those who use an example: a modest, endless load with its share of errors. */
@NullMarked
package dev.tallyman.examples.visitors;

import org.jspecify.annotations.NullMarked;
