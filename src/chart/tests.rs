//! What holds for all charts: no text meets another, none is cut, and the same data give
//! the same bytes.

#![expect(clippy::unwrap_used, reason = "tests may panic")]

use super::typeface::{CAPITALS, LEADING};
use super::*;

const FONTS: [&[u8]; 2] = [
    include_bytes!("../../themes/default/fonts/quipu-sans-400.ttf"),
    include_bytes!("../../themes/default/fonts/quipu-sans-600.ttf"),
];

fn typeface() -> Typeface {
    Typeface::find(FONTS.into_iter(), &["Quipu Sans".to_owned()])
}

const LAYOUTS: [ChartLayout; 3] = [ChartLayout::WIDE, ChartLayout::NARROW, ChartLayout::PRINT_TEXT];

const FORMS: [Form; 12] = [
    Form::Line,
    Form::Area,
    Form::Bar { direction: Direction::Vertical, arrangement: Arrangement::Grouped },
    Form::Bar { direction: Direction::Vertical, arrangement: Arrangement::Stacked },
    Form::Bar { direction: Direction::Horizontal, arrangement: Arrangement::Grouped },
    Form::Bar { direction: Direction::Horizontal, arrangement: Arrangement::Stacked },
    Form::Slope,
    Form::Dot,
    Form::HeatMap,
    Form::Timeline,
    Form::Multiples(Panel::Line),
    Form::Multiples(Panel::Bar),
];

const NAMES: [&str; 6] = [
    "Peru",
    "Islas Vírgenes Británicas",
    "China-Latin America Production Capacity Cooperation Fund",
    "Trinidad and Tobago",
    "中国对外直接投资",
    "Saint Vincent and the Grenadines",
];

fn number(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "\u{2212}")
}

/// How data are made.
#[derive(Debug, Clone, Copy)]
struct Recipe {
    series: usize,
    points: usize,
    scale: f64,
    /// How much is taken from each value, in parts of `scale`.
    shift: f64,
}

impl Recipe {
    fn series(self, form: Form, positions: fn(usize) -> Position) -> Vec<Series> {
        let points = if form == Form::Slope { 2 } else { self.points };
        let series = |index: usize| {
            let point = |place: usize| {
                let noise = (index * 31 + place * 17 + index * place * 7) % 23;
                let value = (scale::real(noise) / 23.0 - self.shift) * self.scale;
                let is_missing = (index + place) % 7 == 5;
                let datum = Datum::new(positions(place), (!is_missing).then_some(value));
                if noise % 5 == 4 { datum.inferred() } else { datum }
            };
            let series = Series::new(NAMES[index % 6], (0..points).map(point).collect());
            if index > 2 { series.in_context() } else { series }
        };
        (0..self.series).map(series).collect()
    }

    fn events(self) -> Vec<Event> {
        let event = |index: usize| Event {
            start: 1990.0 + scale::real(index * index % 29) + scale::real(index % 12) / 12.0,
            end: (index % 4 == 1).then(|| 2001.0 + scale::real(index)),
            date: "noviembre de 2016".to_owned(),
            text: NAMES[index % 6].to_owned(),
            emphasis: if index.is_multiple_of(3) { Emphasis::Highlight } else { Emphasis::Context },
        };
        (0..self.series * 4).map(event).collect()
    }

    fn chart(self, form: Form, positions: fn(usize) -> Position) -> Chart {
        let mut chart = Chart::new(form, self.series(form, positions));
        chart.events = self.events();
        chart.unit = "US$ million".to_owned();
        chart.missing = "no data".to_owned();
        let at = positions(1);
        let text = "What happened here, in some words".to_owned();
        chart.annotations = vec![Annotation { at, series: Some(0), text }];
        let value = self.scale * (0.3 - self.shift);
        chart.references = vec![ReferenceLine { value, label: "Average of the decade".to_owned() }];
        chart
    }
}

fn year(place: usize) -> Position {
    Position::Year(2007.0 + scale::real(place))
}

fn name(place: usize) -> Position {
    Position::Category(format!("{} {place}", NAMES[(place + 3) % 6]))
}

/// Each of one to six series and of few and many points with values of several kinds.
fn recipes() -> Vec<Recipe> {
    let recipe = |(series, points, scale, shift)| Recipe { series, points, scale, shift };
    let recipes = [
        (1, 1, 250.0, 0.4),
        (1, 10, 30_000.0, 0.0),
        (2, 2, 1.0, 0.0),
        (2, 10, 9e6, 1.1),
        (4, 1, 30_000.0, 0.0),
        (4, 10, 250.0, 0.4),
        (6, 2, 9e6, 1.1),
        (6, 10, 1.0, 0.0),
    ];
    recipes.into_iter().map(recipe).collect()
}

/// Returns each line of text with the area of its letters.
fn lines(scene: &Scene, typeface: &Typeface) -> Vec<(usize, String, Area)> {
    let shapes = scene.groups.iter().flat_map(|group| &group.shapes);
    let texts = shapes.filter_map(|shape| match shape {
        Shape::Text(text) => Some(text),
        _ => None,
    });
    let lines = texts.enumerate().flat_map(|(index, text)| {
        text.lines.iter().enumerate().map(move |(row, line)| {
            let width = typeface.width(line, text.weight) * text.size;
            let left = match text.anchor {
                Anchor::Start => text.at.x,
                Anchor::Middle => text.at.x - width / 2.0,
                Anchor::End => text.at.x - width,
            };
            let bottom = text.at.y + scale::real(row) * LEADING * text.size;
            let top = bottom - CAPITALS * text.size;
            (index, line.clone(), Area { left, top, right: left + width, bottom })
        })
    });
    lines.collect()
}

#[track_caller]
fn check_texts(scene: &Scene, typeface: &Typeface, context: &str) {
    let lines = lines(scene, typeface);
    let (width, height) = (scene.width, scene.height);
    let page = Area { left: 0.0, top: 0.0, right: width, bottom: height }.grown(0.5);
    for (place, (index, text, area)) in lines.iter().enumerate() {
        assert!(page.contains(area), "{text:?} is cut: {area:?} in {context}");
        for (other, other_text, other_area) in &lines[place + 1..] {
            let meet = index != other && area.overlaps(other_area);
            assert!(!meet, "{text:?} meets {other_text:?} in {context}");
        }
    }
}

#[test]
fn no_text_meets_another_or_is_cut() {
    let typeface = typeface();
    for form in FORMS {
        for recipe in recipes() {
            for (kind, positions) in [("years", year as fn(usize) -> _), ("names", name)] {
                let chart = recipe.chart(form, positions);
                for layout in LAYOUTS {
                    let setting = ChartSetting {
                        layout,
                        typeface: &typeface,
                        number: &number,
                        signs: [": ", ", "],
                    };
                    let Ok(scene) = draw(&chart, &setting) else { continue };
                    let context = format!("{form:?} of {kind}, {}, {recipe:?}", layout.name);
                    check_texts(&scene, &typeface, &context);
                }
            }
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let typeface = typeface();
    let recipe = Recipe { series: 4, points: 10, scale: 250.0, shift: 0.4 };
    let setting = ChartSetting {
        layout: ChartLayout::WIDE,
        typeface: &typeface,
        number: &number,
        signs: [": ", ", "],
    };
    for form in FORMS {
        let svg = || draw(&recipe.chart(form, year), &setting).map(|it| svg_for_page(&[&it], "a"));
        assert_eq!(svg(), svg(), "for {form:?}");
    }
}

#[test]
fn charts_that_cannot_be_drawn() {
    #[track_caller]
    fn test(chart: &Chart, expected: ChartError) {
        let typeface = typeface();
        let setting = ChartSetting {
            layout: ChartLayout::WIDE,
            typeface: &typeface,
            number: &number,
            signs: [": ", ", "],
        };
        assert_eq!(draw(chart, &setting), Err(expected));
    }

    let point = |place, value| Datum::new(year(place), value);
    let series = |points| vec![Series::new("Peru", points)];
    test(&Chart::new(Form::Line, vec![]), ChartError::Empty);
    test(&Chart::new(Form::Timeline, vec![]), ChartError::Empty);
    test(&Chart::new(Form::Line, series(vec![point(0, None)])), ChartError::Empty);
    let mixed = vec![point(0, Some(1.0)), Datum::new(name(1), Some(1.0))];
    test(&Chart::new(Form::Line, series(mixed)), ChartError::MixedPositions);
    let three = (0..3).map(|place| point(place, Some(1.0))).collect();
    test(&Chart::new(Form::Slope, series(three)), ChartError::SlopePositions { found: 3 });
    let infinite = vec![point(0, Some(f64::INFINITY))];
    let not_finite = ChartError::NotFinite { name: "Peru".to_owned() };
    test(&Chart::new(Form::Line, series(infinite)), not_finite);
    let mut layers = series(vec![point(0, Some(-1.0))]);
    layers.push(Series::new("Chile", vec![point(0, Some(1.0))]));
    let negative = ChartError::NegativePart { series: "Peru".to_owned() };
    test(&Chart::new(Form::Area, layers), negative);
}

#[test]
fn a_missing_value_breaks_the_line() {
    let typeface = typeface();
    let setting = ChartSetting {
        layout: ChartLayout::WIDE,
        typeface: &typeface,
        number: &number,
        signs: [": ", ", "],
    };
    let strokes = |middle: Option<f64>| {
        let values = [Some(1.0), Some(2.0), middle, Some(2.0), Some(1.0)];
        let points = values.into_iter().enumerate();
        let points = points.map(|(place, value)| Datum::new(year(place), value)).collect();
        let scene = draw(&Chart::new(Form::Line, vec![Series::new("a", points)]), &setting);
        let groups = scene.unwrap().groups;
        let shapes = groups.iter().flat_map(|group| &group.shapes);
        let is_stroke = |shape: &&Shape| match shape {
            Shape::Path { stroke: Some(stroke), .. } => stroke.colour.token == ThemeToken::Series1,
            _ => false,
        };
        shapes.filter(is_stroke).count()
    };
    assert_eq!((strokes(Some(1.0)), strokes(None)), (1, 2));
}
