package dev.tallyman.instrumentation.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select 1|select",
        "  (SELECT 1) UNION (SELECT 2)|select",
        "/* insert */ -- delete|other",
        "/* a ** b */ UPDATE t SET x = 1|update",
        "{call f(?)}|call",
        "{? = call f(?)}|call",
        "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a|insert",
        "with recursive a(n) as (select 1 union select n + 1 from a) select ')' from a|select",
        "WITH \"select\" AS (SELECT '(') DELETE FROM t|delete",
        "WITH a|other",
        "PRAGMA user_version|pragma",
        "FROBNICATE 7|other",
        "``|other",
      })
  void aStatementIsNamedAfterWhatItDoes(String sql, String operation) {
    assertThat(Operation.of(sql)).isEqualTo(operation);
  }

  @Test
  void aLongStatementCostsNoStack() {
    String sql = "/*" + "* ".repeat(1_000_000) + "*/ SELECT '" + "''".repeat(1_000_000) + "'";

    assertThat(Operation.of(sql)).isEqualTo("select");
  }
}
