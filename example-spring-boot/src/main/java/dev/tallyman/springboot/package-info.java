/**
 * A Spring Boot application as there are many: its metrics are Micrometer's, and it knows nothing
 * of Tallyman. May import Spring and Micrometer. Threads are the web server's.
 */
@NullMarked
package dev.tallyman.springboot;

import org.jspecify.annotations.NullMarked;
