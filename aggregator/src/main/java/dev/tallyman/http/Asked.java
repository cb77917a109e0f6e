package dev.tallyman.http;

import java.util.List;
import java.util.Map;

/**
 * A question that somebody asks over HTTP.
 *
 * <p>Threading: immutable.
 *
 * @param below what the path has below the place that answers; empty where nothing is below
 * @param parameters of the form and of the address, each with its values in order
 */
public record Asked(String below, Map<String, List<String>> parameters) {}
