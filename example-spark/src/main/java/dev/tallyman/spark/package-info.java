/**
 * A Spark job as there are many: its metrics are client_java's, and it knows nothing of Tallyman.
 * May import Spark and client_java. Threads are the executors'.
 */
@NullMarked
package dev.tallyman.spark;

import org.jspecify.annotations.NullMarked;
