# One image for every command of ours: docker run tallyman aggregator, docker run tallyman dashboard.
FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -q -Dquick -pl cli -am package

FROM eclipse-temurin:17.0.15_6-jre
# A user of our own, of one number in every image: tally files are for their owner only, so an
# application that shares the volume runs as 10001 too. A new volume takes its owner from the
# directory that it is mounted on.
RUN groupadd --gid 10001 tallyman \
 && useradd --uid 10001 --gid tallyman --no-create-home --home-dir /var/lib/tallyman tallyman \
 && install -d -m 0700 -o tallyman -g tallyman \
      /tmp/prometheus_multiproc_dir /var/lib/tallyman /var/lib/tallyman/archive \
      /var/lib/tallyman/archive_history
COPY --from=build /source/cli/target/tallyman.jar /opt/tallyman/tallyman.jar
# The archive is not below the directory of the tally files: it has the counts of the dead.
ENV PROMETHEUS_MULTIPROC_DIR=/tmp/prometheus_multiproc_dir \
    PROMETHEUS_METRICS_ARCHIVE_DIR=/var/lib/tallyman/archive
USER tallyman
VOLUME ["/tmp/prometheus_multiproc_dir", "/var/lib/tallyman/archive", \
  "/var/lib/tallyman/archive_history"]
EXPOSE 8000 8001
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "/opt/tallyman/tallyman.jar"]
CMD ["aggregator"]
