// What a table panel shows, by Grafana's own code: data frames through transformations to columns.
//
// Reads {"frames": [...], "transformations": [...]} on standard input and writes a list of tables,
// each a list of {"name", "values"}, to standard output.
import {
  getFieldDisplayName,
  standardTransformers,
  standardTransformersRegistry,
  toDataFrame,
  transformDataFrame,
} from '@grafana/data';
import { readFileSync } from 'node:fs';
import { firstValueFrom } from 'rxjs';

// Grafana loads each transformation when it is first used; here they all are at hand.
standardTransformersRegistry.setInit(() =>
  [...new Set(Object.values(standardTransformers))].map((transformer) => ({
    id: transformer.id,
    name: transformer.name,
    transformation: () => transformer,
  })),
);

const { frames, transformations } = JSON.parse(readFileSync(0, 'utf8'));

for (const { id } of transformations) {
  // Grafana passes over what it does not know.
  if (!standardTransformersRegistry.getIfExists(id)) {
    throw new Error(`no such transformation: ${id}`);
  }
}

firstValueFrom(transformDataFrame(transformations, frames.map((frame) => toDataFrame(frame)))).then(
  (tables) =>
    console.log(
      JSON.stringify(
        tables.map((table) =>
          table.fields.map((field) => ({
            name: getFieldDisplayName(field, table, tables),
            values: field.values,
          })),
        ),
      ),
    ),
);
