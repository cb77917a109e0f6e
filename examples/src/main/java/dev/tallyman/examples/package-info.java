/**
 * Five small services, each as one of the documents describes its own, and those who use them.
 *
 * <p>They show how an application records, and they make every metric, query, panel and alert of
 * the documents true. They are no part of the product: nothing else imports them.
 *
 * <p>{@code service} is what a worker needs to serve, {@code visitors} what it takes to keep it
 * busy; a package for each system has both its service and its visitors.
 */
@NullMarked
package dev.tallyman.examples;

import org.jspecify.annotations.NullMarked;
