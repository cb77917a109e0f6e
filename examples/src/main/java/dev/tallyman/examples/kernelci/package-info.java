/**
 * KernelCI's dashboard backend in small: trees, builds, tests and hardware out of a database, and
 * nothing measured but its requests.
 */
@NullMarked
package dev.tallyman.examples.kernelci;

import org.jspecify.annotations.NullMarked;
