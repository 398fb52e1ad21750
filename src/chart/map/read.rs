//! Reading atlases from `GeoJSON` (RFC 7946) and `TopoJSON`.

use serde_json::Value;

use super::atlas::{Atlas, AtlasError, Region, Ring};
use super::equal_earth::{POLE, TURN};

/// How deep collections may hold collections; it guards the stack.
const MAX_DEPTH: usize = 8;

/// How far over the edge of the world points may lie, in degrees: some files cross the antimeridian by that.
const OVER_EDGE: f64 = 0.5;

impl Atlas {
    /// Reads `GeoJSON` or `TopoJSON`; `property` is the property of a region that is its code, and if
    /// none is named, the region's own `id` is.
    ///
    /// # Errors
    /// The bytes are neither, hold no region, or no region has a code.
    pub fn read(bytes: &[u8], property: Option<&str>) -> Result<Self, AtlasError> {
        let root: Value = serde_json::from_slice(bytes)
            .map_err(|error| AtlasError::NotJson { message: error.to_string() })?;
        let mut reader =
            Reader { property, arcs: Vec::new(), atlas: Self::default(), properties: Vec::new() };
        match kind(&root) {
            "Topology" => reader.topology(&root)?,
            "FeatureCollection" | "Feature" | "GeometryCollection" => {
                reader.item(&root, None, 0)?;
            }
            _ => return Err(AtlasError::NotShapes),
        }
        reader.finish()
    }
}

fn kind(value: &Value) -> &str {
    value.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// A file that is being read.
struct Reader<'p> {
    property: Option<&'p str>,
    /// The lines that the regions of a `TopoJSON` file share.
    arcs: Vec<Ring>,
    atlas: Atlas,
    /// The names of properties that regions have.
    properties: Vec<String>,
}

impl Reader<'_> {
    fn topology(&mut self, root: &Value) -> Result<(), AtlasError> {
        let transform = Transform::read(root.get("transform"));
        let arcs = root.get("arcs").and_then(Value::as_array).ok_or(AtlasError::Broken)?;
        let arcs: Option<Vec<Ring>> = arcs.iter().map(|arc| transform.line(arc)).collect();
        self.arcs = arcs.ok_or(AtlasError::Broken)?;
        let objects = root.get("objects").and_then(Value::as_object).ok_or(AtlasError::Broken)?;
        objects.values().try_for_each(|object| self.item(object, Some(&transform), 0))
    }

    /// Reads a feature, a geometry or a collection of either; those of `TopoJSON` come with the
    /// transform of their file.
    fn item(
        &mut self,
        item: &Value,
        transform: Option<&Transform>,
        depth: usize,
    ) -> Result<(), AtlasError> {
        let parts = item.get("features").or_else(|| item.get("geometries"));
        if let Some(parts) = parts.and_then(Value::as_array) {
            if depth > MAX_DEPTH {
                return Err(AtlasError::Broken);
            }
            return parts.iter().try_for_each(|part| self.item(part, transform, depth + 1));
        }
        let code = self.code(item);
        // A geometry of TopoJSON is its own feature.
        let geometry = item.get("geometry").unwrap_or(item);
        let mut region = Region { code, ..Region::default() };
        self.geometry(geometry, transform, &mut region)?;
        if !region.rings.is_empty() || region.point.is_some() {
            self.atlas.add(region);
        }
        Ok(())
    }

    fn code(&mut self, item: &Value) -> Option<String> {
        let properties = item.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flat_map(serde_json::Map::keys) {
            if !self.properties.contains(name) {
                self.properties.push(name.clone());
            }
        }
        let code = match self.property {
            Some(property) => properties?.get(property)?,
            None => item.get("id")?,
        };
        match code {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn geometry(
        &self,
        geometry: &Value,
        transform: Option<&Transform>,
        region: &mut Region,
    ) -> Result<(), AtlasError> {
        if let Some(parts) = geometry.get("geometries").and_then(Value::as_array) {
            // Collections of collections are no regions: RFC 7946 advises against them.
            let plain = parts.iter().filter(|part| part.get("geometries").is_none());
            return plain.into_iter().try_for_each(|part| self.geometry(part, transform, region));
        }
        let held = geometry.get("arcs").or_else(|| geometry.get("coordinates"));
        let list = |value: Option<&Value>| {
            value.and_then(Value::as_array).cloned().ok_or(AtlasError::Broken)
        };
        match kind(geometry) {
            "Polygon" => self.polygon(&list(held)?, transform, region),
            "MultiPolygon" => list(held)?
                .iter()
                .try_for_each(|polygon| self.polygon(&list(Some(polygon))?, transform, region)),
            "Point" => Self::point(held, transform, region),
            "MultiPoint" => Self::point(list(held)?.first(), transform, region),
            // Lines are no regions, and a feature may have no geometry at all.
            _ => Ok(()),
        }
    }

    fn point(
        value: Option<&Value>,
        transform: Option<&Transform>,
        region: &mut Region,
    ) -> Result<(), AtlasError> {
        let plain = Transform::default();
        let place = value.and_then(pair).ok_or(AtlasError::Broken)?;
        region.point = Some(transform.unwrap_or(&plain).place(place));
        Ok(())
    }

    fn polygon(
        &self,
        rings: &[Value],
        transform: Option<&Transform>,
        region: &mut Region,
    ) -> Result<(), AtlasError> {
        for ring in rings {
            let points = if transform.is_some() { self.joined(ring) } else { line(ring) };
            region.rings.push(points.ok_or(AtlasError::Broken)?);
        }
        Ok(())
    }

    /// Joins the shared lines that a ring of `TopoJSON` is made of; a negative number is a line that
    /// runs backwards.
    fn joined(&self, ring: &Value) -> Option<Ring> {
        let mut points = Ring::new();
        for number in ring.as_array()? {
            let number = number.as_i64()?;
            let forwards = number >= 0;
            let index = if forwards { number } else { !number };
            let arc = self.arcs.get(usize::try_from(index).ok()?)?;
            // The first point of a line is the last of the line before.
            let skip = usize::from(!points.is_empty());
            if forwards {
                points.extend(arc.iter().skip(skip));
            } else {
                points.extend(arc.iter().rev().skip(skip));
            }
        }
        Some(points)
    }

    fn finish(self) -> Result<Atlas, AtlasError> {
        let Self { atlas, properties, property, .. } = self;
        if atlas.regions.is_empty() {
            return Err(AtlasError::Empty);
        }
        let points = || {
            let rings = atlas.regions.iter().flat_map(|region| region.rings.iter().flatten());
            rings.chain(atlas.regions.iter().filter_map(|region| region.point.as_ref()))
        };
        let is_degrees =
            |[x, y]: &[f64; 2]| x.abs() <= TURN + OVER_EDGE && y.abs() <= POLE + OVER_EDGE;
        if !points().all(is_degrees) {
            return Err(AtlasError::NotDegrees);
        }
        if atlas.codes().next().is_none() {
            let property = property.unwrap_or("id").to_owned();
            return Err(AtlasError::NoCode { property, found: properties });
        }
        Ok(atlas)
    }
}

/// How whole numbers of a `TopoJSON` file become degrees; `None` if it has degrees.
#[derive(Debug, Clone, Copy, Default)]
struct Transform(Option<([f64; 2], [f64; 2])>);

impl Transform {
    fn read(value: Option<&Value>) -> Self {
        let part = |name| value?.get(name).and_then(pair);
        Self(part("scale").zip(part("translate")))
    }

    fn place(self, [x, y]: [f64; 2]) -> [f64; 2] {
        match self.0 {
            Some((scale, shift)) => [x * scale[0] + shift[0], y * scale[1] + shift[1]],
            None => [x, y],
        }
    }

    /// Reads a line whose points are steps from the one before if they are whole numbers.
    fn line(self, value: &Value) -> Option<Ring> {
        let mut points = line(value)?;
        if self.0.is_some() {
            let mut at = [0.0, 0.0];
            for point in &mut points {
                at = [at[0] + point[0], at[1] + point[1]];
                *point = self.place(at);
            }
        }
        Some(points)
    }
}

fn line(value: &Value) -> Option<Ring> {
    value.as_array()?.iter().map(pair).collect()
}

fn pair(value: &Value) -> Option<[f64; 2]> {
    let values = value.as_array()?;
    Some([values.first()?.as_f64()?, values.get(1)?.as_f64()?])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    #[test]
    fn both_formats_give_the_same_outline() {
        let geo = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"iso": "AA"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 0]]]}}]}"#;
        let topo = r#"{"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
            "arcs": [[[0, 0], [4, 0]], [[0, 0], [4, 2], [0, -2]]],
            "objects": {"all": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0, -2]], "properties": {"iso": "AA"}}]}}}"#;
        let geo = Atlas::read(geo.as_bytes(), Some("iso")).unwrap();
        let topo = Atlas::read(topo.as_bytes(), Some("iso")).unwrap();
        assert_eq!(geo.regions[0].rings[0], [[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 0.0]]);
        assert_eq!(topo.regions[0].rings[0], [[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 0.0]]);
    }

    #[test]
    fn what_is_no_atlas_is_refused() {
        #[track_caller]
        fn test(text: &str, expected: &str) {
            let error = Atlas::read(text.as_bytes(), None).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }

        test("{", "is not valid JSON");
        test(r#"{"type": "Polygon"}"#, "neither");
        test(r#"{"type": "FeatureCollection", "features": []}"#, "no region");
        test(
            r#"{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[7]]}}}"#,
            "does not contain",
        );
        let metres = r#"{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [500000, 1]}}"#;
        test(metres, "not degrees");
        let nameless = r#"{"type": "Feature", "properties": {"n": 1}, "geometry": {"type": "Point", "coordinates": [5, 1]}}"#;
        test(nameless, "property `id`");
    }
}
