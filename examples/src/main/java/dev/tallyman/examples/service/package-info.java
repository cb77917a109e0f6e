/** What a worker of an example needs to serve: a web server that shares its port, and a life. */
@NullMarked
package dev.tallyman.examples.service;

import org.jspecify.annotations.NullMarked;
