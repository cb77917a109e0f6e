/** The server over real sockets. */
@NullMarked
package dev.tallyman.http;

import org.jspecify.annotations.NullMarked;
