package dev.tallyman.http;

import java.nio.ByteBuffer;

/**
 * An answer in JSON.
 *
 * <p>Threading: handed over.
 *
 * @param status the HTTP status
 * @param json the body
 */
public record JsonAnswer(int status, ByteBuffer json) {}
