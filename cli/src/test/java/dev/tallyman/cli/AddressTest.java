package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AddressTest {
  @Test
  void everyAddressIsReachedOnTheLoopback() {
    for (String any : new String[] {"0.0.0.0", "::", "[::]"}) {
      Address address = Address.of(any, 8001);

      assertThat(address.shown("/metrics/")).hasToString("http://localhost:8001/metrics/");
      assertThat(address.local("/")).hasToString("http://127.0.0.1:8001/");
    }
  }

  @Test
  void oneAddressIsReachedAsItIs() {
    assertThat(Address.of("10.1.2.3", 1).shown("/")).hasToString("http://10.1.2.3:1/");
    assertThat(Address.of("::1", 1).local("/")).hasToString("http://[::1]:1/");
    assertThat(Address.of("[::1]", 1).local("/")).hasToString("http://[::1]:1/");
  }
}
