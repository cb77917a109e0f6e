package dev.tallyman.cli;

import picocli.CommandLine.Command;

/**
 * {@code tallyman archive}: the folded totals of dead workers.
 *
 * <p>Threading: stateless.
 */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    synopsisSubcommandLabel = "VERB",
    description = "What dead workers have counted: shows it, writes it out, drops it.")
final class ArchiveCommand {}
